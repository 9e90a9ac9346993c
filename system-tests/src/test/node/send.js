// Sends one event as a gateway written in JavaScript would: kafkajs, and Confluent's own serializer.
const { Kafka, logLevel } = require('kafkajs');
const { AvroSerializer, SchemaRegistryClient, SerdeType } = require('@confluentinc/schemaregistry');

const [bootstrapServer, registry, event] = process.argv.slice(2);

async function main() {
  const client = new SchemaRegistryClient({ baseURLs: [registry] });
  const serializer = new AvroSerializer(client, SerdeType.VALUE, { useLatestVersion: true });
  const record = JSON.parse(event);
  const value = await serializer.serialize('device-events', record);
  const kafka = new Kafka({ clientId: 'gateway', brokers: [bootstrapServer], logLevel: logLevel.ERROR });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: 'device-events', acks: -1, messages: [{ key: record.deviceId, value }] });
  await producer.disconnect();
}

main().then(() => process.exit(0), (failure) => {
  console.error(failure);
  process.exit(1);
});
