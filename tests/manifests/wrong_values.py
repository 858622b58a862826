"""Values files that the chart's schema refuses, and what helm says of each behind BEFORE."""

BEFORE = "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nsparkgate:\n"

REFUSED = {
    "replicas: two\n": "- at '/replicas': got string, want integer",
    "replicas: 1\n": "- at '/replicas': minimum: got 1, want 2",
    "replicaCount: 3\n": "- at '': additional properties 'replicaCount' not allowed",
    "certificate: {source: vault}\n":
        "- at '/certificate/source': value must be one of 'self-signed', 'cert-manager', 'secret'",
    "certificate: {source: secret}\n": "- at '/certificate/caBundle': minLength: got 0, want 1",
    "policies: [placement.yaml]\n": "- at '/policies': got array, want object",
    "policies: {library/mine.yaml: ''}\n":
        "- at '': invalid propertyName 'library/mine.yaml'\n"
        "  - at '': 'library/mine.yaml' does not match pattern '^[-_A-Za-z0-9][-._A-Za-z0-9]*$'",
    "excludeNamespaces: monitoring\n": "- at '/excludeNamespaces': got string, want array",
    "enforceExecutors: 'yes'\n": "- at '/enforceExecutors': got string, want boolean",
}
