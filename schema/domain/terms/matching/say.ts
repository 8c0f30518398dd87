import type { Abstention, Feature, Veto } from '../proposal.js'

export const feature = (name: string, weight: number, [textKo, textEn]: readonly [string, string]): Feature => ({
  feature: name,
  weight: Math.round(weight * 100) / 100,
  textKo,
  textEn,
})

export const veto = (name: string, [textKo, textEn]: readonly [string, string]): Veto => ({ veto: name, textKo, textEn })

export const abstention = (code: string, [textKo, textEn]: readonly [string, string]): Abstention => ({ code, textKo, textEn })
