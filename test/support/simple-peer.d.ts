/** The bundle of simple-peer for browsers, which brings what the package takes from Node. */
declare module 'simple-peer/simplepeer.min.js' {
  const SimplePeer: new (options: { initiator: boolean; config: object }) => unknown;
  export default SimplePeer;
}
