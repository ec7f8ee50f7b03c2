/** Deployments of the broker to start from. Secrets are named in them, never held. */
export const CLOUD_FOUNDRY_TEMPLATE = `# cf push --vars-file secrets.yml
# The image: docker build --tag registry.example.com/gitbroker . && docker push registry.example.com/gitbroker
applications:
  - name: gitbroker
    docker:
      image: registry.example.com/gitbroker
    memory: 256M
    disk_quota: 1G
    instances: 1 # any number may serve one repository
    health-check-type: http
    health-check-http-endpoint: /healthz
    readiness-health-check-type: http
    readiness-health-check-http-endpoint: /readyz
    env:
      GIT_REMOTE: https://git.example.com/platform/services.git
      GIT_TOKEN: ((git_token))
      APP_BASIC_AUTH_USERNAME: cloudfoundry
      APP_BASIC_AUTH_PASSWORD: ((broker_password))
      # Cloud Foundry ends a process 10 s after it has asked.
      SHUTDOWN_TIMEOUT: 8
`;

export const KUBERNETES_TEMPLATE = `# kubectl create secret generic gitbroker --from-literal=git-token=... --from-literal=broker-password=...
# kubectl apply -f gitbroker.yml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: gitbroker
  labels: { app: gitbroker }
spec:
  replicas: 2 # any number may serve one repository
  selector:
    matchLabels: { app: gitbroker }
  template:
    metadata:
      labels: { app: gitbroker }
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 40
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        runAsGroup: 1000
        fsGroup: 1000
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: gitbroker
          image: registry.example.com/gitbroker
          ports: [{ name: http, containerPort: 8075 }]
          env:
            - { name: GIT_REMOTE, value: 'https://git.example.com/platform/services.git' }
            - { name: GIT_TOKEN_FILE, value: /run/secrets/gitbroker/git-token }
            - { name: APP_BASIC_AUTH_USERNAME, value: platform }
            - { name: APP_BASIC_AUTH_PASSWORD_FILE, value: /run/secrets/gitbroker/broker-password }
          livenessProbe:
            httpGet: { path: /healthz, port: http }
          readinessProbe:
            httpGet: { path: /readyz, port: http }
          resources:
            requests: { cpu: 50m, memory: 128Mi }
            limits: { memory: 512Mi }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          volumeMounts:
            - { name: secrets, mountPath: /run/secrets/gitbroker, readOnly: true }
            - { name: clone, mountPath: /data }
            - { name: tmp, mountPath: /tmp }
      volumes:
        - name: secrets
          secret: { secretName: gitbroker, defaultMode: 0440 }
        # A clone of the remote: it can be lost at any time.
        - { name: clone, emptyDir: {} }
        - { name: tmp, emptyDir: {} }
---
apiVersion: v1
kind: Service
metadata:
  name: gitbroker
spec:
  selector: { app: gitbroker }
  ports: [{ name: http, port: 80, targetPort: http }]
`;

export const COMPOSE_TEMPLATE = `# docker compose up --detach
# The secrets are files beside this one, readable by user id 1000: secrets/git-token, secrets/broker-password
services:
  broker:
    image: gitbroker # docker build --tag gitbroker .
    restart: unless-stopped
    stop_grace_period: 40s
    read_only: true
    tmpfs: [/tmp]
    ports: ['8075:8075']
    environment:
      GIT_REMOTE: https://git.example.com/platform/services.git
      GIT_TOKEN_FILE: /run/secrets/git-token
      APP_BASIC_AUTH_USERNAME: platform
      APP_BASIC_AUTH_PASSWORD_FILE: /run/secrets/broker-password
    secrets: [git-token, broker-password]
    volumes: ['broker-data:/data']

secrets:
  git-token: { file: ./secrets/git-token }
  broker-password: { file: ./secrets/broker-password }

volumes:
  broker-data:
`;
