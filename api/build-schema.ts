import 'reflect-metadata'
import type { GraphQLSchema } from 'graphql'
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql'
import { enforceOpenFields } from './auth/enforce-open-fields.js'
import { enforceRules } from './auth/enforce-rules.js'
import { OPEN_FIELDS } from './auth/open-fields.js'
import { RULES } from './auth/rules.js'
import { ActivationBoardResolver } from './resolvers/activation-board.resolver.js'
import { ActivationResolver } from './resolvers/activation.resolver.js'
import { AuditResolver } from './resolvers/audit.resolver.js'
import { addFederation } from './federation/add-federation.js'
import { BreakGlassUseResolver } from './resolvers/break-glass-use.resolver.js'
import { BroadcastReceiptResolver } from './resolvers/broadcast-receipt.resolver.js'
import { BroadcastResolver } from './resolvers/broadcast.resolver.js'
import { CalendarExceptionResolver } from './resolvers/calendar-exception.resolver.js'
import { CallerAdministrationResolver } from './resolvers/caller-administration.resolver.js'
import { CenterResolver } from './resolvers/center.resolver.js'
import { ContactResolver } from './resolvers/contact.resolver.js'
import { DefinitionResolver } from './resolvers/definition.resolver.js'
import { DrillResolver } from './resolvers/drill.resolver.js'
import { EditionResolver } from './resolvers/edition.resolver.js'
import { CoverageResolver, FigureResolver } from './resolvers/figure.resolver.js'
import { FigureShapeResolver } from './resolvers/figure-shape.resolver.js'
import { HeldRowResolver } from './resolvers/held-row.resolver.js'
import { IndicatorResolver } from './resolvers/indicator.resolver.js'
import { MappingImportResolver } from './resolvers/mapping-import.resolver.js'
import { MeasureResolver } from './resolvers/measure.resolver.js'
import { EmergencyFeedResolver } from './resolvers/emergency-feed.resolver.js'
import { EmergencyNudgeResolver } from './resolvers/emergency-nudge.resolver.js'
import { FigureExplanationResolver } from './resolvers/figure-explanation.resolver.js'
import { ObservationHistoryResolver } from './resolvers/observation-history.resolver.js'
import { ObservationResolver } from './resolvers/observation.resolver.js'
import { ReconciliationUrlResolver } from './resolvers/reconciliation-url.resolver.js'
import { PageResolver } from './resolvers/page.resolver.js'
import { PhoneTaskResolver } from './resolvers/phone-task.resolver.js'
import { PlaybookResolver } from './resolvers/playbook.resolver.js'
import { PlaybookVersionResolver } from './resolvers/playbook-version.resolver.js'
import { ProposalResolver } from './resolvers/proposal.resolver.js'
import { RegistryResolver } from './resolvers/registry.resolver.js'
import { JobRunResolver } from './resolvers/job-run.resolver.js'
import { TermWatchResolver } from './resolvers/term-watch.resolver.js'
import { TermWeightsResolver } from './resolvers/term-weights.resolver.js'
import { RuleFindingResolver } from './resolvers/rule-finding.resolver.js'
import { SubmissionResolver } from './resolvers/submission.resolver.js'
import { MappingPreviewResolver } from './resolvers/mapping-preview.resolver.js'
import { TermDecisionResolver } from './resolvers/term-decision.resolver.js'
import { TermTogetherResolver } from './resolvers/term-together.resolver.js'
import { TermQueueResolver } from './resolvers/term-queue.resolver.js'
import { TermTranslationResolver } from './resolvers/term-translation.resolver.js'
import { TermResolver } from './resolvers/term.resolver.js'
import { ViewerResolver } from './resolvers/viewer.resolver.js'

/** Every resolver of the hub. A new one also needs its rules (api/auth/rules.ts), or the schema does not build. */
const RESOLVERS: NonEmptyArray<new () => object> = [
  ViewerResolver,
  CenterResolver,
  MeasureResolver,
  IndicatorResolver,
  TermResolver,
  TermQueueResolver,
  TermDecisionResolver,
  TermTogetherResolver,
  MappingPreviewResolver,
  ReconciliationUrlResolver,
  MappingImportResolver,
  TermTranslationResolver,
  EditionResolver,
  DefinitionResolver,
  SubmissionResolver,
  HeldRowResolver,
  RuleFindingResolver,
  JobRunResolver,
  TermWatchResolver,
  TermWeightsResolver,
  FigureResolver,
  CoverageResolver,
  FigureExplanationResolver,
  ObservationHistoryResolver,
  FigureShapeResolver,
  ObservationResolver,
  CallerAdministrationResolver,
  RegistryResolver,
  CalendarExceptionResolver,
  ContactResolver,
  AuditResolver,
  PlaybookResolver,
  ActivationResolver,
  PlaybookVersionResolver,
  ProposalResolver,
  BroadcastResolver,
  BroadcastReceiptResolver,
  EmergencyFeedResolver,
  EmergencyNudgeResolver,
  ActivationBoardResolver,
  DrillResolver,
  PageResolver,
  PhoneTaskResolver,
  BreakGlassUseResolver,
]

const noTopic = (): never => {
  throw new Error('A subscription of the hub names its own source; it has no topics.')
}
/** What type-graphql demands where there are subscriptions, whether or not they use it. */
const NO_TOPICS: PubSub = { publish: noTopic, subscribe: noTopic }

/** The schema as members see it, for printing: nothing stands before its fields. Input is judged by operations, not by class-validator. */
export function buildPublicSchema(): GraphQLSchema {
  return buildSchemaSync({ resolvers: RESOLVERS, validate: false, emitSchemaFile: false, pubSub: NO_TOPICS })
}

/** The executable schema: a subgraph of the council's graph, each root field behind its rule. */
export function buildSchema(): GraphQLSchema {
  return enforceOpenFields(enforceRules(addFederation(buildPublicSchema()), RULES), RULES, OPEN_FIELDS)
}
