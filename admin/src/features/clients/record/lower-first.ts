/** A label inside a sentence: GP and NDIS stay as they are. */
export function lowerFirst(text: string): string {
  return /^[A-Z]{2}|^(?:Medicare|Home Affairs)/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
