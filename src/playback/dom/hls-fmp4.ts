/** hls.js for films of fragmented MP4: the embed page builds it without all that only other streams need. */
export { default as Hls } from 'hls.js';
