/** Small players, and what the viewer asked of the system. Widths follow those at which PeerTube's player changes. */
export const ADAPT_CSS = `
@container player (max-width:750px){.button .rates,.button.instance{display:none}}
@container player (max-width:570px){
.button.share,.button.theater,.button.pip,.volume .slider{display:none}
.big-play{width:64px;height:64px}
.big-play .icon{width:32px;height:32px}
.up-next img{width:96px}
}
@container player (max-width:480px){
.bar{inset-inline:0;bottom:0;border-radius:0;padding:0 4px 3px;box-shadow:0 -1px 0 var(--line)}
.panels{inset:0;bottom:0;display:flex;align-items:flex-end;pointer-events:none}
.panels:empty{display:none}
.menu-host{width:100%}
.panel,.dialog.wide{pointer-events:auto;width:100%;max-width:none;max-height:100cqh;border-radius:14px 14px 0 0}
.button.remote,.time .total,.button.live+.time{display:none}
.title{padding:9px 12px 30px}
.title .film{font-size:15px}
.notices{top:44px;inset-inline:10px}
.message{padding-top:34px;gap:5px}
.message>.icon{width:28px;height:28px}
.message h2{font-size:16px}
.end-screen{padding-bottom:66px;gap:10px}
}
@container player (max-width:350px){
.button{min-width:34px;height:34px;padding:0 6px}
.button.previous,.button.next,.button.captions{display:none}
.bezel{scale:.8}
}
@container player (max-width:280px){.time,.button.playlist,.button .count,.volume{display:none}.title .channel{display:none}.end-screen .big-play{width:44px;height:44px}}
@container player (max-height:200px){.title .channel,.message>.icon{display:none}.message{padding-block:30px 8px}.up-next img{display:none}.end-screen .again{display:none}.up-next{padding:8px}}
@container player (max-height:140px){.title{display:none}.message{padding-block:8px}.big-play{width:48px;height:48px;bottom:34px}}
@media (prefers-reduced-motion:reduce){
*,*::before,*::after{transition:none!important;animation:none!important}
.spinner{animation:pulse 2s ease-in-out infinite!important}
.bezel.shown{opacity:1}
@keyframes pulse{50%{opacity:.4}}
}
@media (prefers-contrast:more){
.frame{--surface:var(--solid);--soft:var(--text);--line:currentColor}
.title{background:rgb(0 0 0/.85)}
}
@media (prefers-reduced-transparency:reduce),(prefers-reduced-data:reduce){
.frame{--surface:var(--solid)}
.bar,.preview,.notice{backdrop-filter:none;-webkit-backdrop-filter:none}
}
@media (forced-colors:active){
.bar,.panel,.preview,.notice,.up-next,.bezel,.button[data-tip]::after{border:1px solid CanvasText}
.frame{--accent:Highlight;--text:CanvasText;--soft:CanvasText;--hover:Canvas;--surface:Canvas;--solid:Canvas}
.state-screen:not(:empty),.title{background:Canvas}
.title{color:CanvasText;text-shadow:none}
.text-button,.big-play,.switch{border:1px solid ButtonText;background:ButtonFace;color:ButtonText}
.text-button.main{border-width:2px}
.row:focus,.row:hover{background:Highlight;color:HighlightText;forced-color-adjust:none}
.row:focus *,.row:hover *{color:HighlightText}
.track{forced-color-adjust:none;background:Canvas;outline:1px solid CanvasText}
.buffered{color:GrayText}
.played{background:Highlight}
.switch,.switch::after{forced-color-adjust:none}
.switch::after{background:ButtonText}
.switch:checked{background:Highlight}
.switch:checked::after{background:HighlightText}
.spinner,.seek::-webkit-slider-thumb,.slider{forced-color-adjust:none}
.spinner{background:conic-gradient(transparent 15%,Highlight)}
.seek::-webkit-slider-thumb{background:Highlight}
}
`;
