/** For those who asked the system for more contrast, less transparency or colours of their own. */
export const FORCED_CSS = `
@media (prefers-contrast:more){
.frame{--surface:var(--solid);--soft:var(--text);--line:currentColor}
.title{background:rgb(0 0 0/.85)}
}
@media (prefers-reduced-transparency:reduce),(prefers-reduced-data:reduce){
.frame{--surface:var(--solid)}
.bar,.notice,.preview{backdrop-filter:none!important}
}
@media (forced-colors:active){
.bar,.notice,.panel,.preview,.bezel,.up-next,kbd,.button[data-tip]::after{border:1px solid CanvasText}
.frame{--accent:Highlight;--text:CanvasText;--soft:CanvasText;--line:GrayText;--hover:Canvas;--surface:Canvas;--solid:Canvas}
.state-screen:not(:empty),.title{background:Canvas}
.title{inset-inline-end:auto;max-width:100%;padding:8px 14px;color:CanvasText;text-shadow:none}
.text-button,.big-play{border:1px solid ButtonText;background:ButtonFace;color:ButtonText}
.text-button.main{background:ButtonFace;color:ButtonText;border:2px solid Highlight}
.track{forced-color-adjust:none;background:Canvas;outline:1px solid CanvasText}
.buffered{color:GrayText}
.played{background:Highlight}
.spinner{forced-color-adjust:none;background:conic-gradient(transparent 15%,Highlight)}
}
`;
