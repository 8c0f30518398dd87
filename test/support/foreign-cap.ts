/** An alert of another authority. */
export type ForeignAlert = {
  readonly id: string
  readonly event: string
  readonly areas: readonly (readonly [word: string, code: string | null])[]
  readonly status?: string
  readonly type?: 'Alert' | 'Update' | 'Cancel' | 'Ack'
  readonly references?: readonly string[]
  readonly severity?: string
  readonly sent?: string
  /** A code of ours, as another hub would say it. */
  readonly hazard?: string
}

const SENDER = 'kma.go.kr'
const SENT = '2026-11-21T17:30:00+09:00'

const areaOf = ([word, code]: ForeignAlert['areas'][number]): string => {
  const name = code?.startsWith('KR-') === true ? 'ISO3166-2' : 'KR-MOIS'
  const geocode = code === null ? '' : `<geocode><valueName>${name}</valueName><value>${code}</value></geocode>`
  return `<area><areaDesc>${word.replaceAll('<', '&lt;')}</areaDesc>${geocode}</area>`
}

/** As a weather office would write it, valid CAP 1.2. */
export function foreignCap(alert: ForeignAlert): string {
  const { id, event, areas, status = 'Actual', type = 'Alert', references = [], severity = 'Severe', sent = SENT, hazard } = alert
  const named = references.map(one => `${SENDER},${one},${SENT}`).join(' ')
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>${id}</identifier><sender>${SENDER}</sender><sent>${sent}</sent><status>${status}</status><msgType>${type}</msgType><scope>Public</scope>
  ${named === '' ? '' : `<references>${named}</references>`}
  <info><language>ko-KR</language><category>Met</category><event>${event}</event><urgency>Immediate</urgency><severity>${severity}</severity>
    <certainty>Observed</certainty>
    ${hazard === undefined ? '' : `<eventCode><valueName>HUB120-HAZARD</valueName><value>${hazard}</value></eventCode>`}
    <headline>${event} 북상</headline>${areas.map(areaOf).join('')}</info>
</alert>`
}
