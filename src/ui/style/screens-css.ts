/** The look of what stands where the picture would. */
export const SCREENS_CSS = `
.message{margin:auto;padding:48px 20px 24px;max-width:min(560px,100%);display:flex;flex-direction:column;align-items:center;gap:8px}
.message>.icon{width:40px;height:40px;color:var(--accent)}
.message h2{font-size:19px;text-wrap:balance}
.message p{margin:0;color:var(--soft);font-weight:400;text-wrap:pretty}
.message .wrong{color:light-dark(#b3122f,#ff8a9c);font-weight:600}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}
.message .actions{justify-content:center}
.message details{max-width:100%}
.message summary{cursor:pointer;min-height:24px;color:var(--accent)}
@container player (max-width:480px){
.message{padding-top:34px;gap:5px}
.message>.icon{width:28px;height:28px}
.message h2{font-size:16px}
}
.up-next{display:flex;gap:14px;align-items:center;width:min(420px,100%);padding:12px;border-radius:14px;background:var(--solid);box-shadow:0 8px 30px rgb(0 0 0/.3)}
.up-next img{width:128px;aspect-ratio:16/9;object-fit:cover;border-radius:10px}
.up-next-text{flex:1;min-width:0;font-weight:650;overflow-wrap:anywhere}
.up-next .eyebrow{font-size:13px;font-weight:500;color:var(--soft)}
@container player (max-width:570px){.up-next img{width:96px}}
@container player (max-height:200px){.message>.icon,.up-next img,.again:not(:last-child){display:none}.message{padding-block:30px 8px}.up-next{padding:8px}.up-next .what{-webkit-line-clamp:1}}
.question{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:6px 14px;padding:5px 6px 7px}
.question .ask{flex:1 1 200px}
.answers{display:flex;gap:6px}
.answers .text-button{min-height:32px}
@container player (max-width:350px){.end-screen{padding-inline:6px}.up-next img{display:none}}
@container player (max-height:140px){
.message{padding-block:8px}
.bar:has(.question:not([hidden]))>:not(.question){display:none}
.end-screen:has(.up-next){padding-bottom:37px}
.frame:has(.up-next) .progress{display:none}
.up-next{padding-block:3px}
.up-next .actions{margin-top:4px;gap:4px}
.up-next .text-button{min-height:26px;padding:2px 3px;font-size:12px}
}
`;
