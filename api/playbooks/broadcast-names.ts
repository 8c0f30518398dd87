import type { BroadcastNames } from '../../schema/domain/playbooks/message-of-broadcast.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'

/** What the edition calls a hazard, and the regions of the registry; a hazard that nobody knows is called by its code. */
export function broadcastNames(
  { edition, regions, centers }: Pick<Standards, 'edition' | 'regions' | 'centers'>,
  hazard: string,
): BroadcastNames {
  const item = edition.codelists.get('hazard_type')?.items.get(hazard)
  return { hazard: { ko: item?.nameKo ?? hazard, en: item?.nameEn ?? hazard }, regions, centers }
}
