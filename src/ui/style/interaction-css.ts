/** What is seen only of those who point, touch or type: tooltips, handles, the preview. */
export const INTERACTION_CSS = `
.slider{appearance:none;direction:ltr;height:24px;background:none;cursor:pointer;transition:var(--ease)}
.volume:is(:hover,:focus-within) .slider{width:76px;opacity:1;margin-inline:4px 8px}
.slider::-webkit-slider-runnable-track{height:4px;border-radius:2px;background:linear-gradient(90deg,var(--text) calc(100%*var(--level)),var(--line) 0)}
.slider::-moz-range-track{height:4px;border-radius:2px;background:linear-gradient(90deg,var(--text) calc(100%*var(--level)),var(--line) 0)}
.slider::-webkit-slider-thumb{appearance:none;width:12px;height:12px;margin-top:-4px;border-radius:50%;background:var(--text)}
.slider::-moz-range-thumb{border:0;width:12px;height:12px;border-radius:50%;background:var(--text)}
.seek::-webkit-slider-runnable-track{height:14px}
.seek::-webkit-slider-thumb{opacity:1;appearance:none;width:14px;height:14px;border-radius:50%;background:light-dark(var(--accent),#fff);box-shadow:0 1px 5px rgb(0 0 0/.4);transform:scale(0);transition:transform var(--ease)}
.seek::-moz-range-thumb{opacity:1;border:0;width:14px;height:14px;border-radius:50%;background:light-dark(var(--accent),#fff);box-shadow:0 1px 5px rgb(0 0 0/.4);transform:scale(0);transition:transform var(--ease)}
.seek:is(:hover,:focus-visible)::-webkit-slider-thumb{transform:none}
.seek:is(:hover,:focus-visible)::-moz-range-thumb{transform:none}
@media (hover:hover){
.button[data-tip]::after{content:attr(data-tip);position:absolute;z-index:2;bottom:calc(100% + 34px);left:50%;translate:-50%;padding:4px 10px;border-radius:10px;background:var(--solid);color:var(--text);box-shadow:0 8px 30px rgb(0 0 0/.3);font-weight:500;font-size:13px;letter-spacing:0;text-transform:none;pointer-events:none;opacity:0;transition:opacity .12s .25s}
.button:is(:hover,:focus-visible)::after{opacity:1}
.button[aria-expanded=true]::after{display:none}
.start>.button:first-child::after,.start .play::after{inset-inline:0 auto;translate:none}
.end>.button:nth-last-child(-n+3)::after{inset-inline:auto 0;translate:none}
}
.preview{position:absolute;bottom:30px;transform:translateX(-50%);min-width:48px;max-width:190px;padding:4px;border-radius:10px;background:var(--surface);backdrop-filter:blur(20px);box-shadow:0 8px 30px rgb(0 0 0/.3),inset 0 0 0 1px var(--line);text-align:center;font-size:13px;pointer-events:none;opacity:0;transition:opacity .12s}
.preview.shown{opacity:1}
.tile{width:172px;border-radius:6px;background-repeat:no-repeat;margin-bottom:3px}
.chapter{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding-inline:6px;font-weight:600}
.bezel span:empty,.chapter:empty,.note:empty{display:none}
.moment{font-variant-numeric:tabular-nums;padding-inline:6px;color:var(--soft)}
.button .rates{color:var(--soft);font-weight:400;white-space:pre}
.button.sharing.is-flowing .icon path{stroke-dasharray:22 3;animation:flow 5s linear infinite}
@keyframes flow{to{stroke-dashoffset:-50}}
.bezel{position:absolute;inset:0 0 14%;margin:auto;width:fit-content;height:fit-content;min-width:64px;padding:14px;display:grid;place-items:center;gap:2px;border-radius:14px;color:#fff;background:rgb(8 16 20/.66);font-weight:650;font-variant-numeric:tabular-nums;pointer-events:none;opacity:0}
.bezel .icon{width:34px;height:34px}
.bezel.shown{animation:bezel .55s ease-out}
@keyframes bezel{from,60%{opacity:1}to{opacity:0}}
@container player (max-width:350px){.bezel{scale:.8}}
@media (forced-colors:active){.slider,.seek::-webkit-slider-thumb{forced-color-adjust:none}.seek::-webkit-slider-thumb{background:Highlight}}
@media (prefers-reduced-motion:reduce){.bezel.shown{opacity:1}}
`;
