import SimplePeer from 'simple-peer/simplepeer.min.js';
import { createSimplePeerLink, type SimplePeer as Peer } from '../../../src/integrations/simple-peer/simple-peer.ts';
import { describeLink } from '../../compliance/link.ts';
import { until } from '../playback/stage.ts';

type RawPeer = Peer & { signal(data: unknown): void; on(event: 'signal', listener: (data: unknown) => void): unknown };

describeLink('createSimplePeerLink', async () => {
  const create = (initiator: boolean) => new SimplePeer({ initiator, config: { iceServers: [] } }) as RawPeer;
  const [one, other] = [create(true), create(false)];
  one.on('signal', (data) => other.signal(data));
  other.on('signal', (data) => one.signal(data));
  const [nearPeerId, farPeerId] = ['-near-000000000000001', '-far-0000000000000002'];
  const near = createSimplePeerLink(one, farPeerId);
  const far = createSimplePeerLink(other, nearPeerId);
  await until('the peers are connected', () => one.connected && other.connected);
  return {
    near,
    far,
    nearPeerId,
    farPeerId,
    until: (condition) => until('the condition holds', condition),
    settle: () => new Promise((resolve) => setTimeout(resolve, 150)),
    dispose() {
      near.close('the test is over');
      far.close('the test is over');
    },
  };
});
