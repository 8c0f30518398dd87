/** Characters that a text may hold and a reader would not see, or that turn the order of what stands around them. */
const UNSEEN = /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu
/** Longest text that is shown, in code points. */
const LONGEST = 200

const nameOf = (sign: string): string => `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`

/** The same text with what is unseen by its number, whole: for sentences that repeat what somebody sent. */
export const showUnseen = (text: string): string => text.replace(UNSEEN, nameOf)

/**
 * A text of unknown origin for people to read: composed, on one line, what is unseen by its number (`⟨U+200B⟩`), cut after 200 characters with `…`.
 * It is still text: whoever puts it on a page or into a sheet escapes it as such.
 */
export const showText = (text: string): string => {
  // Far more code units than are shown; a megabyte is not walked through for two hundred characters.
  const start = Array.from(text.slice(0, 4 * LONGEST).normalize('NFC'))
  const isCut = start.length > LONGEST || text.length > 4 * LONGEST
  return start.slice(0, LONGEST).join('').replace(UNSEEN, nameOf) + (isCut ? '…' : '')
}
