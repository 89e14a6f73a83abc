# Built with the development packages, shipped without them.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The scripts wait until the source is there.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node prisma/prepare.mjs \
  && rm -rf dist/test dist/.tsbuildinfo \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    KENTONGAN_HOST=0.0.0.0 \
    KENTONGAN_PORT=8080 \
    KENTONGAN_HOME=/var/lib/kentongan
WORKDIR /app
RUN mkdir -p /var/lib/kentongan && chown node:node /var/lib/kentongan
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/prisma/schema.prisma ./prisma/
COPY --from=build /app/prisma/migrations ./prisma/migrations
COPY --from=build /app/config ./config
# The code belongs to root: a process that is broken into cannot change it.
USER node
EXPOSE 8080
VOLUME /var/lib/kentongan
# A worker listens only where KENTONGAN_HEALTH_PORT says so.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.KENTONGAN_HEALTH_PORT || process.env.KENTONGAN_PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node gets the signals itself: SIGTERM drains and stops within 30 s.
CMD ["node", "dist/src/cli/kentongan.js", "start"]
