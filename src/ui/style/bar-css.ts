export const BAR_CSS = `
.bar{position:absolute;inset-inline:10px;bottom:10px;padding:5px 8px 6px;border-radius:14px;background:var(--surface);backdrop-filter:blur(20px) saturate(1.5);
box-shadow:0 10px 34px rgb(0 0 0/.26),inset 0 0 0 1px var(--line);transition:opacity var(--ease),transform var(--ease)}
.buttons,.cluster{display:flex;align-items:center;min-width:0}
.buttons{justify-content:space-between;gap:8px}
.cluster{gap:2px}
.cluster.end{justify-content:flex-end}
.button{position:relative;display:inline-flex;align-items:center;justify-content:center;gap:6px;min-width:38px;height:38px;padding:0 8px;border-radius:10px;color:var(--text);text-decoration:none;white-space:nowrap;transition:background var(--ease),color var(--ease)}
.button:hover,.button[aria-expanded=true]{background:var(--hover)}
.button[aria-pressed=true]{color:var(--accent)}
.button[aria-pressed=true]::before{content:"";position:absolute;bottom:4px;inset-inline:11px;height:2px;border-radius:1px;background:currentColor}
.button:active .icon{transform:scale(.92)}
.button.play .icon{width:26px;height:26px}
.button.instance{font-weight:600;color:var(--soft);max-width:170px;display:block;line-height:38px;overflow:hidden;text-overflow:ellipsis}
.button.instance:hover{color:var(--text)}
.button .count,.button .rates{font-size:13px;font-variant-numeric:tabular-nums}
.button .rates{color:var(--soft);font-weight:400;white-space:pre}
.button .count:empty,.button .rates:empty{display:none}
.button.sharing.is-on .icon{color:var(--accent)}
.button.sharing:not(.is-on) .icon{opacity:.6}
.button.sharing.is-flowing .icon path{stroke-dasharray:22 3;animation:flow 2.4s linear infinite}
@keyframes flow{to{stroke-dashoffset:-25}}
.button.live{font-weight:700;font-size:12px;letter-spacing:.06em;text-transform:uppercase;gap:7px;color:var(--soft)}
.button.live .dot{width:8px;height:8px;border-radius:4px;background:currentColor}
.button.live.at-edge{color:var(--text);cursor:default}
.button.live.at-edge .dot{background:light-dark(#d3163a,#ff5470)}
.time{padding-inline:8px;font-variant-numeric:tabular-nums;white-space:nowrap;font-size:13.5px}
.time .total{color:var(--soft);font-weight:400}
.volume{display:flex;align-items:center}
.slider{appearance:none;direction:ltr;width:0;height:24px;margin:0;opacity:0;background:none;cursor:pointer;transition:width var(--ease),opacity var(--ease),margin var(--ease)}
.volume:hover .slider,.volume:focus-within .slider{width:76px;opacity:1;margin-inline:4px 8px}
.slider::-webkit-slider-runnable-track{height:4px;border-radius:2px;background:linear-gradient(to right,var(--text) calc(100%*var(--level)),var(--line) 0)}
.slider::-moz-range-track{height:4px;border-radius:2px;background:linear-gradient(to right,var(--text) calc(100%*var(--level)),var(--line) 0)}
.slider::-webkit-slider-thumb{appearance:none;width:12px;height:12px;margin-top:-4px;border-radius:6px;background:var(--text)}
.slider::-moz-range-thumb{border:0;width:12px;height:12px;border-radius:6px;background:var(--text)}
.progress{position:relative;direction:ltr;height:24px;margin-inline:3px;touch-action:none}
.track{position:absolute;inset-inline:7px;top:10px;height:4px;border-radius:3px;overflow:hidden;background:light-dark(rgb(9 34 46/.2),rgb(255 255 255/.2));transition:height var(--ease),top var(--ease)}
.progress:hover .track,.progress:focus-within .track{height:6px;top:9px}
.layer{position:absolute;inset:0}
.buffered{color:light-dark(rgb(9 34 46/.26),rgb(255 255 255/.34))}
.hovered{width:calc(100%*var(--hover-at,0));background:light-dark(rgb(9 34 46/.16),rgb(255 255 255/.22));opacity:0}
.progress:hover .hovered{opacity:1}
.played{background:linear-gradient(90deg,var(--source),var(--accent));clip-path:inset(0 calc(100% - 100%*var(--at,0)) 0 0)}
.seek{position:absolute;inset:0;width:100%;height:100%;margin:0;appearance:none;background:none;cursor:pointer}
.seek:focus-visible{outline-offset:-1px;border-radius:6px}
.seek::-webkit-slider-runnable-track{height:14px}
.seek::-webkit-slider-thumb{appearance:none;width:14px;height:14px;border-radius:7px;background:light-dark(var(--accent),#fff);box-shadow:0 1px 5px rgb(0 0 0/.4);transform:scale(0);transition:transform var(--ease)}
.seek::-moz-range-thumb{border:0;width:14px;height:14px;border-radius:7px;background:light-dark(var(--accent),#fff);box-shadow:0 1px 5px rgb(0 0 0/.4);transform:scale(0);transition:transform var(--ease)}
.progress:hover .seek::-webkit-slider-thumb,.seek:focus-visible::-webkit-slider-thumb{transform:none}
.progress:hover .seek::-moz-range-thumb,.seek:focus-visible::-moz-range-thumb{transform:none}
.question{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:6px 14px;padding:5px 6px 7px}
.question .ask{flex:1 1 200px}
.answers{display:flex;gap:6px}
.answers .text-button{min-height:32px;padding:3px 16px}
@media (hover:hover){
.button[data-tip]::after{content:attr(data-tip);position:absolute;z-index:2;bottom:calc(100% + 34px);inset-inline-start:50%;translate:-50%;padding:4px 10px;border-radius:8px;background:var(--solid);color:var(--text);box-shadow:0 4px 16px rgb(0 0 0/.3);font:500 13px/1.4 inherit;font-size:13px;letter-spacing:0;text-transform:none;pointer-events:none;opacity:0;visibility:hidden;transition:opacity .12s .25s}
[dir=rtl] .button[data-tip]::after{translate:50%}
.button[data-tip]:hover::after,.button[data-tip]:focus-visible::after{opacity:1;visibility:visible}
.button[aria-expanded=true]::after{display:none}
.start>.button:first-child::after,.start .play::after{inset-inline-start:0;translate:none!important}
.end>.button:nth-last-child(-n+3)::after{inset-inline:auto 0;translate:none!important}
}
.is-idle:not(.has-panel){cursor:none}
.is-idle:not(.has-panel) .bar:not(:has(:focus-visible)),.is-idle:not(.has-panel) .title{opacity:0;pointer-events:none}
.is-idle:not(.has-panel) .bar:not(:has(:focus-visible)){transform:translateY(8px)}
.has-message .bar,[data-phase=idle] .bar,[data-phase=resolving] .bar{display:none}
.title{position:absolute;inset-inline:0;top:0;padding:14px 18px 40px;color:#fff;background:linear-gradient(rgb(0 0 0/.62),rgb(0 0 0/.3) 55%,transparent);pointer-events:none;transition:opacity var(--ease);text-shadow:0 1px 3px rgb(0 0 0/.6)}
.title .film{font-size:17px;font-weight:650;line-height:1.3;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.title .channel{font-size:13px;opacity:.92;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.has-message .title{background:none;color:inherit;text-shadow:none}
`;
