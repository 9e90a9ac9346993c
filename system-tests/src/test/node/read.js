// Prints the first alarm of a device, read by kafkajs and Confluent's own deserializer.
const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = require('kafkajs');
const { AvroDeserializer, SchemaRegistryClient, SerdeType } = require('@confluentinc/schemaregistry');
const lz4 = require('lz4js');

// kafkajs itself knows gzip only; Vigil's records are compressed by LZ4.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async ({ buffer }) => Buffer.from(lz4.compress(buffer)),
  decompress: async (buffer) => Buffer.from(lz4.decompress(buffer)),
});

const [bootstrapServer, registry, device] = process.argv.slice(2);

async function main() {
  const client = new SchemaRegistryClient({ baseURLs: [registry] });
  const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});
  const kafka = new Kafka({ clientId: 'control-room', brokers: [bootstrapServer], logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: 'control-room-' + device });
  await consumer.connect();
  await consumer.subscribe({ topic: 'alarms', fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      if (message.key.toString() === device) {
        const event = await deserializer.deserialize('alarms', message.value);
        console.log(JSON.stringify(event));
        process.exit(0);
      }
    },
  });
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
