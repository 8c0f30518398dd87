import type { Abstention, Feature, Veto } from '../proposal.js'

export const feature = (name: string, weight: number, [textKo, textEn]: readonly [string, string]): Feature => {
  const value = Math.round(weight * 100) / 100
  return { feature: name, value, weight: value, textKo, textEn }
}

export const veto = (name: string, [textKo, textEn]: readonly [string, string]): Veto => ({ veto: name, textKo, textEn })

export const abstention = (code: string, [textKo, textEn]: readonly [string, string]): Abstention => ({ code, textKo, textEn })
