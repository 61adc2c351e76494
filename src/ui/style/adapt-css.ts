/** Small players, and what the viewer asked of the system. Widths follow those at which PeerTube's player changes. */
export const ADAPT_CSS = `
@container player (max-width:750px){.button .rates,.button.instance{display:none}}
@container player (max-width:570px){
.button.share,.button.theater,.button.pip,.slider{display:none}
.big-play{width:64px;height:64px}
}
@container player (max-width:480px){
.bar{inset-inline:0;bottom:0;border-radius:0;padding:0 4px 3px;box-shadow:0 -1px 0 var(--line)}
.button.remote,.time .total,.button.live:not([hidden])+.time{display:none}
.title{padding:9px 12px 30px}
.title .film{font-size:15px}
.notices{top:44px;inset-inline:10px}
.end-screen{padding-bottom:66px;gap:10px}
}
@container player (max-width:350px){
.button{min-width:34px;height:34px;padding:0 6px}
.button.previous,.button.next,.button.captions{display:none}
}
@container player (max-width:280px){.time,.button.playlist,.button .count,.volume{display:none}.title .channel{display:none}.end-screen .big-play{width:44px;height:44px}}
@container player (max-height:200px){.title .channel,[data-phase=ended] .title{display:none}.frame>.big-play{bottom:60px;width:52px;height:52px}.notices{top:36px;gap:4px}.notice,.unmute{padding-block:2px}.notice:not([hidden])~.unmute:not([hidden])~.notice{display:none}}
@container player (max-height:140px){.title{display:none}.notices{top:4px}.end-screen{padding-top:0}.big-play{width:48px;height:48px;bottom:34px}}
@media (prefers-reduced-motion:reduce){
*,*::before,*::after{transition:none!important;animation:none!important}
.spinner{animation:pulse 2s ease-in-out infinite!important}
@keyframes pulse{50%{opacity:.4}}
}
`;
