import { readCouncilLexicon } from '../../db/edition/read-lexicon.js'
import { buildMatcher } from '../../schema/domain/terms/build-matcher.js'
import type { Matcher } from '../../schema/domain/terms/matcher.js'
import { standardPack } from './standard-pack.js'

/** The matcher of the council's edition 2026.1 with the lexicon that lies beside it. */
export const councilMatcher = async (): Promise<Matcher> => buildMatcher(await standardPack(), await readCouncilLexicon())
