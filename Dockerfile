# The build needs the compiler; what runs has neither that nor any other development dependency.
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM node:24-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates git openssh-client \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY --from=build /build/dist ./dist
COPY catalog-example ./catalog-example
COPY LICENSE ./

# Everything in it is in the git repository as well, except with the embedded repository: keep the volume then.
RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production GIT_LOCAL_PATH=/data
VOLUME /data
USER node
EXPOSE 8075

# A self-signed certificate is as healthy as any: the probe never leaves the container.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["node", "-e", "const e = process.env; const tls = e.SERVER_TLS_CERT || e.SERVER_TLS_CERT_FILE; process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; fetch(`http${tls ? 's' : ''}://localhost:${e.SERVER_PORT || e.PORT || 8075}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["serve"]
