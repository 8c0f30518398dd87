/** A span of Korean business days, both ends inclusive; null where open. */
export type Validity = { readonly validFrom: string | null; readonly validTo: string | null }

/** A metropolitan or provincial government, dated; its successor takes over when it ends (S33). Codes are strings: never joined on equal digits of another scheme. */
export type Region = Validity & {
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  readonly iso: string | null
  readonly successor: string | null
}

/** The days a center belongs to the council; `isTrial` pushes enter no figure (S29). */
export type Membership = {
  readonly center: string
  readonly memberFrom: string
  readonly memberTo: string | null
  readonly isTrial: boolean
}

/** Which region a center reports for, dated. */
export type CenterRegion = Validity & { readonly center: string; readonly region: string }

export type Center = {
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  readonly callCenterNameKo: string | null
  readonly phoneNumber: string | null
}
