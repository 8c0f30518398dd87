/**
 * Control characters but line feed and tab, and characters that turn the direction of writing: words of a file or of the hub could move the cursor,
 * rename the window or hide what stands before them.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/** The text with such characters written out as `\u001b`. In JSON output that is the same text still. */
export const visibleText = (text: string): string =>
  text.replace(UNSEEN, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The same on one line: a text that brings its own line breaks could pass for lines of the program. */
export const onOneLine = (text: string): string => visibleText(text).replaceAll(/\s*\n\s*/g, ' ⏎ ')
