/** What a token tells of how its person signed in. */
export type SignIn = {
  /** Since the person proved who they are (`auth_time`); null where the issuer does not say. */
  readonly ageSeconds: number | null
  /** How strongly, in the issuer's word (`acr`); null where it does not say. */
  readonly acr: string | null
}

/** What is asked of whoever sends an alarm or lets one be sent. */
export type StrongSignIn = {
  readonly maxAgeSeconds: number
  /** Words of the issuer, one of which is needed; null: any will do. */
  readonly acr: readonly string[] | null
}

/** A quarter of an hour, and whatever the issuer calls it. */
export const USUAL_STRONG_SIGN_IN: StrongSignIn = { maxAgeSeconds: 15 * 60, acr: null }

/** Whether somebody has just proved who they are: a session left open on a desk is no proof (emergency.md §2.3). What is not told does not count. */
export const isStrong = (signIn: SignIn | undefined, { maxAgeSeconds, acr }: StrongSignIn): boolean =>
  signIn !== undefined &&
  signIn.ageSeconds !== null &&
  signIn.ageSeconds >= 0 &&
  signIn.ageSeconds <= maxAgeSeconds &&
  (acr === null || (signIn.acr !== null && acr.includes(signIn.acr)))
