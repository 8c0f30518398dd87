import type { Metrics } from './metrics.js'

/** `fetch` for questions to the token issuer, counted by whether it answered with success. */
export const watchIssuer =
  (metrics: Pick<Metrics, 'noteIssuerRequest'>, ask: typeof fetch = fetch): typeof fetch =>
  async (input, init) => {
    try {
      const response = await ask(input, init)
      metrics.noteIssuerRequest(response.ok ? 'answered' : 'failed')
      return response
    } catch (error) {
      metrics.noteIssuerRequest('failed')
      throw error
    }
  }
