const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** An opening tag; attributes whose value is null are left out, and an empty value stands alone (`allowfullscreen`). */
export function tag(name: string, attributes: Readonly<Record<string, string | number | null>>): string {
  const parts = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => (value === '' ? ` ${key}` : ` ${key}="${escapeHtml(String(value))}"`));
  return `<${name}${parts.join('')}>`;
}

/** JSON that may stand inside a `<script>` element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
