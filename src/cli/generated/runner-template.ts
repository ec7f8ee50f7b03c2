/** A runner.yml to start from: one rule for each kind of handler, all but one as comments. */
export const RUNNER_TEMPLATE = `# Which handler does which offering's work: read by \`gitbroker run\`. The first rule that fits counts.
parallel: 4
rules:
  # A program: gets the order as JSON on stdin, writes its result into $GITBROKER_RESULT_FILE; its exit code decides.
  # gitbroker generate handler writes this one.
  - offering: my-service # id or name; '*' for all
    # plans: [small]
    # operations: [provision, update, deprovision, bind, unbind]
    exec:
      command: [./handlers/handler.mjs]
    timeoutSeconds: 1800
    # Handlers see nothing of the runner's environment but what is named here.
    environment:
      pass: []
      secrets: []

  # Terraform or OpenTofu: the module in terraform/<id of the offering>/, and the one in binding/ below it.
  # - offering: my-terraform-service
  #   terraform:
  #     binary: tofu
  #     backend: { s3: { bucket: states, key: services, region: eu-central-1 } }

  # A person: the order goes on by itself once these values are in the params.yml that the runner writes beside it.
  # - offering: my-manual-service
  #   manual: { description: the network team is setting it up }
  #   params:
  #     address: { description: Address of the gateway, type: string, example: 192.0.2.1 }
`;
