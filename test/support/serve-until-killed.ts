import { startServer } from '../../db/server/start-server.js'

// Run as a process of its own by test/db/server.test.ts: starts the server over argv[2], says its process id and waits to be killed.
const server = await startServer({ dataDir: process.argv[2] ?? '', settings: { fsync: 'off', max_connections: '10' } })
console.log(JSON.stringify({ url: server.url, dataDir: server.dataDir }))
setInterval(() => undefined, 60_000)
