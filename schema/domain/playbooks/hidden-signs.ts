/**
 * Whether a text holds what its readers do not see: control characters, turns of the direction of reading, zero-width signs, letters without a shape, halves of
 * surrogate pairs, and breaks of a line. Approvers say yes to what they see, and counselors read it aloud; both must be all there is.
 */
export const hidesSigns = (text: string): boolean => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\p{Default_Ignorable_Code_Point}]/u.test(text)
