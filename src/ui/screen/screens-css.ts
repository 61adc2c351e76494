/** The look of what stands where the picture would. */
export const SCREENS_CSS = `
h2{margin:0;line-height:1.3;font-weight:650}
.message{margin:auto;padding:48px 20px 24px;max-width:560px;display:flex;flex-direction:column;align-items:center;text-align:center;gap:8px}
.message>.icon{width:40px;height:40px;color:var(--accent)}
.message h2{font-size:19px;text-wrap:balance}
.message p{margin:0;color:var(--soft);font-weight:400;text-wrap:pretty}
.message .wrong{color:light-dark(#b3122f,#ff8a9c);font-weight:600}
.message .actions{display:flex;flex-wrap:wrap;justify-content:center;gap:8px;margin-top:8px}
.message details{max-width:100%}
.message summary{cursor:pointer;min-height:24px;color:var(--accent)}
.field{min-height:36px;padding:6px 12px;border-radius:10px;border:1px solid var(--soft);background:var(--solid);color:var(--text);min-width:0}
select.field{padding-inline:8px}
@container player (max-width:480px){
.message{padding-top:34px;gap:5px}
.message>.icon{width:28px;height:28px}
.message h2{font-size:16px}
}
@container player (max-height:200px){.message>.icon{display:none}.message{padding-block:30px 8px}}
@container player (max-height:140px){.message{padding-block:8px}}
`;
