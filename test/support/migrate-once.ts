import { migrate } from '../../db/migrate.js'

// Run as a process of its own by test/db/migrate.test.ts: argv[2] is the URL, argv[3] the folder.
console.log(JSON.stringify(await migrate(process.argv[2] ?? '', process.argv[3])))
