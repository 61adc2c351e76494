/** The box that a player takes in the page, whether it is a facade still or a player already: nothing moves between. */
export const HOST_CSS = `
:host{display:block;position:relative;overflow:hidden;aspect-ratio:var(--fleuve-aspect-ratio,16/9);background:#000;border-radius:var(--fleuve-radius,0)}
:host([hidden]){display:none}
:host(:fullscreen){aspect-ratio:auto;border-radius:0}
*,*::before,*::after{box-sizing:border-box}
.icon{display:block;width:22px;height:22px;flex:none;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.icon.filled{fill:currentColor}
button{cursor:pointer;border:0;background:none;padding:0;-webkit-tap-highlight-color:transparent}
`;

/** The first thing to press. */
export const BIG_PLAY_CSS = `
.big-play{position:absolute;inset:0;margin:auto;width:76px;height:76px;border-radius:50%;display:grid;place-items:center;color:#fff;background:var(--fleuve-big-play,linear-gradient(150deg,#1f86e8,#0fa3a6 70%,#10b59c));box-shadow:0 8px 34px rgb(0 0 0/.42),inset 0 0 0 1.5px rgb(255 255 255/.25);transition:transform .2s,filter .2s}
.big-play:hover{transform:scale(1.06);filter:brightness(1.07)}
.big-play:focus-visible{outline:3px solid #fff;outline-offset:3px}
.big-play .icon{width:50%;height:50%}
`;
