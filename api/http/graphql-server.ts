import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import type { GraphQLSchema } from 'graphql'
import { isDatabaseUnavailable } from '../../db/database-unavailable.js'
import { ClientGone } from '../client-gone.js'
import type { Context } from '../context.js'
import { carryColumns } from './carry-columns.js'
import { carrySubmission } from './carry-submission.js'
import { describeFault } from './describe-fault.js'
import { LIMITS } from './limits.js'
import { isFault, maskError } from './mask-errors.js'

/** Apollo Server with everything that talks too much turned off. It is started here and stopped by the door. */
export async function startGraphqlServer(schema: GraphQLSchema): Promise<ApolloServer<Context>> {
  const server = new ApolloServer<Context>({
    schema,
    // Who may ask is decided before (check-document.ts), by environment and role.
    introspection: true,
    persistedQueries: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    parseOptions: { maxTokens: LIMITS.tokens },
    formatError: maskError,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      tellFaults,
      carrySubmission(schema),
      carryColumns(schema),
    ],
    logger: silent,
  })
  await server.start()
  return server
}

/** The door and the plugin below say what matters; Apollo's own sentences would come beside, with values in them. */
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** Logs each fault once with its causes, puts the request id on every error, and answers 503 when the database is away. */
const tellFaults: ApolloServerPlugin<Context> = {
  async requestDidStart({ contextValue: { hub, requestId, issueCodes } }) {
    let isAway = false
    return {
      async didEncounterErrors({ errors }) {
        for (const { extensions } of errors) if (typeof extensions.code === 'string') issueCodes.add(extensions.code)
        for (const error of errors.filter(isFault)) {
          const thrown = unwrapResolverError(error)
          if (thrown instanceof ClientGone) {
            hub.log.info({ event: 'client.gone', requestId, path: error.path?.join('.') ?? null })
            continue
          }
          isAway ||= isDatabaseUnavailable(thrown)
          hub.log.error({ event: 'operation.failed', requestId, path: error.path?.join('.') ?? null, fault: describeFault(thrown) })
        }
      },
      async willSendResponse({ response }) {
        if (response.body.kind !== 'single') return
        const { singleResult } = response.body
        if (singleResult.errors) {
          singleResult.errors = singleResult.errors.map(error => ({ ...error, extensions: { ...error.extensions, requestId } }))
        }
        if (!isAway) return
        response.http.status = 503
        response.http.headers.set('retry-after', '5')
      },
    }
  },
}
