import type { MappingVersion, VersionToAppend } from '../../db/queries/term-mappings.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { daysBeside, intersect, overlap } from '../../schema/domain/terms/plan-decision.js'
import { isInPublishedTotals } from '../../schema/domain/terms/reviews.js'
import { continueVersion } from './settle-decision.js'

/** What stands again when a decision is taken back, as far as one person's word is enough for it. */
export type Restoring = {
  /** What stood before the decision. */
  readonly before: readonly MappingVersion[]
  /** What stands now. */
  readonly standing: readonly MappingVersion[]
  readonly edition: Edition
  /** Who takes the decision back. */
  readonly actor: string
}

/**
 * The versions that stand again. A meaning that would bring values into published figures comes back as an approval of whoever takes the decision back, which
 * another steward agrees with before a value is read by it; on days on which it stands already it goes on standing (docs/decisions/0025).
 */
export const restoreForReview = ({ before, standing, edition, actor }: Restoring): readonly VersionToAppend[] =>
  before.flatMap(version => {
    if (!entersPublished(version, edition)) return [continueVersion(version, {})]
    const now = standing
      .filter(other => other.mapping_id === version.mapping_id && other.status === 'active' && overlap(other.effective, version.effective))
      .map(other => intersect(other.effective, version.effective))
    return [
      ...now.map(effective => continueVersion(version, { effective })),
      ...daysBeside(version.effective, now).map(effective =>
        continueVersion(version, {
          effective,
          status: 'proposed',
          author_type: 'steward',
          author: actor,
          reviewers: [],
          tier: null,
          evidence: { ...Object(version.evidence), isApproval: true, reviews: [] },
        }),
      ),
    ]
  })

const entersPublished = ({ status, negated, target }: MappingVersion, edition: Edition): boolean =>
  status === 'active' && !negated && isInPublishedTotals(target, edition)
