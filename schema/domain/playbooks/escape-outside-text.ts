/** Characters that steer a screen or hide what stands beside them: controls but line feed and tab, and format characters such as turns of direction. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu
const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * Words of others for a screen of ours: safe between tags and in quoted attributes of HTML, with characters that nobody sees written out as `\u202e`.
 */
export const escapeOutsideText = (text: string): string =>
  text
    .replace(/[&<>"']/g, sign => MARKUP[sign] ?? sign)
    .replace(UNSEEN, sign => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
