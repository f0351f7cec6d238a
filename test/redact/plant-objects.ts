import { Buffer } from 'node:buffer';
import type { Canaries } from './canaries.ts';
import { secrets, type Json } from './plant-secret.ts';

/** Kubernetes' and Istio's objects with what people put into them. */
export function plantedObjects(canaries: Canaries): string {
  const secret = secrets(canaries);
  const objects: Json[] = [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'demo' },
      data: { password: Buffer.from(secret()).toString('base64') },
      stringData: { token: secret() },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'c',
        namespace: 'demo',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': secret() },
      },
      data: { 'app.conf': secret() },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web-1',
        namespace: 'demo',
        labels: { app: 'web' },
        annotations: { token: secret(), 'sidecar.istio.io/proxyCPU': '100m' },
      },
      spec: {
        serviceAccountName: 'web',
        containers: [
          {
            name: 'app',
            env: [{ name: 'DB_PASSWORD', value: secret() }],
            args: [`--password=${secret()}`],
            command: [secret()],
          },
        ],
        imagePullSecrets: [{ name: secret.inName() }],
      },
      status: { podIP: '10.99.0.1', message: secret() },
    },
    {
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { name: 'lua', namespace: 'other' },
      spec: {
        configPatches: [
          {
            applyTo: 'HTTP_FILTER',
            match: { context: 'SIDECAR_INBOUND' },
            patch: {
              operation: 'INSERT_BEFORE',
              value: { name: 'lua', typed_config: { inlineCode: secret(), value: secret() } },
            },
          },
        ],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'v', namespace: 'other' },
      spec: {
        hosts: ['other.example.com'],
        http: [
          {
            match: [{ headers: { authorization: { exact: secret() } } }],
            headers: { request: { set: { 'x-token': secret() } } },
            route: [
              { destination: { host: 'web.demo.svc.cluster.local' }, headers: { request: { add: { a: secret() } } } },
            ],
          },
        ],
      },
    },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'a', namespace: 'other' },
      spec: { rules: [{ when: [{ key: 'request.headers[x-api-key]', values: [secret()] }] }] },
    },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'RequestAuthentication',
      metadata: { name: 'r', namespace: 'other' },
      spec: { jwtRules: [{ issuer: 'i', jwks: secret() }] },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: 'istio-system' },
      data: {
        mesh: `enableAutoMtls: true\ndefaultConfig:\n  proxyMetadata:\n    TOKEN: ${JSON.stringify(secret())}\nextensionProviders:\n- name: x\n  envoyExtAuthzHttp: {headersToDownstreamOnAllow: [${JSON.stringify(secret())}]}\n`,
      },
    },
  ];
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, undefined, 1);
}
