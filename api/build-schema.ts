import 'reflect-metadata'
import type { GraphQLSchema } from 'graphql'
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql'
import { enforceOpenFields } from './auth/enforce-open-fields.js'
import { enforceRules } from './auth/enforce-rules.js'
import { OPEN_FIELDS } from './auth/open-fields.js'
import { RULES } from './auth/rules.js'
import { AuditResolver } from './resolvers/audit.resolver.js'
import { CenterResolver } from './resolvers/center.resolver.js'
import { EditionResolver } from './resolvers/edition.resolver.js'
import { FigureResolver } from './resolvers/figure.resolver.js'
import { HeldRowResolver } from './resolvers/held-row.resolver.js'
import { IndicatorResolver } from './resolvers/indicator.resolver.js'
import { MeasureResolver } from './resolvers/measure.resolver.js'
import { ObservationResolver } from './resolvers/observation.resolver.js'
import { RuleFindingResolver } from './resolvers/rule-finding.resolver.js'
import { SubmissionResolver } from './resolvers/submission.resolver.js'
import { ViewerResolver } from './resolvers/viewer.resolver.js'

/** Every resolver of the hub. A new one also needs its rules (api/auth/rules.ts), or the schema does not build. */
const RESOLVERS: NonEmptyArray<new () => object> = [
  ViewerResolver,
  CenterResolver,
  MeasureResolver,
  IndicatorResolver,
  EditionResolver,
  SubmissionResolver,
  HeldRowResolver,
  RuleFindingResolver,
  FigureResolver,
  ObservationResolver,
  AuditResolver,
]

/** The executable schema, each root field behind its rule. Input is judged by operations, not by class-validator. */
export function buildSchema(): GraphQLSchema {
  const schema = buildSchemaSync({ resolvers: RESOLVERS, validate: false, emitSchemaFile: false })
  return enforceOpenFields(enforceRules(schema, RULES), RULES, OPEN_FIELDS)
}
