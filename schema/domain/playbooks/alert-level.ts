/** The four levels of a national crisis warning, lowest first, by their codes in the edition. Framework Act on disasters, art. 38. */
export const ALERT_LEVELS = ['attention', 'caution', 'alert', 'serious'] as const
export type AlertLevel = (typeof ALERT_LEVELS)[number]

/** What each level is called. */
export const LEVEL_NAMES: { readonly [L in AlertLevel]: { readonly ko: string; readonly en: string } } = {
  attention: { ko: '관심', en: 'Attention (blue)' },
  caution: { ko: '주의', en: 'Caution (yellow)' },
  alert: { ko: '경계', en: 'Alert (orange)' },
  serious: { ko: '심각', en: 'Serious (red)' },
}

/** 경계 and 심각: retried every minute, and never let out of sight. */
export const isUrgentLevel = (level: AlertLevel): boolean => level === 'alert' || level === 'serious'
