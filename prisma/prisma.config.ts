import { defineConfig } from 'prisma/config'

// Read by the Prisma CLI only; the program itself gives its adapter a URL at run time.
export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
})
