/** Whether a word is written in Hangul, in part at least: ACD인입호 is a Korean word, ACD Call is none. */
export const isKorean = (text: string): boolean => /\p{Script=Hangul}/u.test(text)
