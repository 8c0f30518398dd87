const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** What XML 1.0 has no character for, halves of surrogate pairs among it. */
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text that stays text inside XML, element or attribute; what XML cannot carry becomes U+FFFD, never nothing. */
export const xmlText = (text: string): string =>
  text.replaceAll(NO_CHARACTER, '\ufffd').replaceAll(/[&<>"']/g, sign => ENTITIES[sign] ?? sign)

/** An element with text or with elements already written; none for null. Names come from code, never from a message. */
export const element = (name: string, content: string | null | readonly string[]): string =>
  content === null ? '' : `<${name}>${typeof content === 'string' ? xmlText(content) : content.join('')}</${name}>`
