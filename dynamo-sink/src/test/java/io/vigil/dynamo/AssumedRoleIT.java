package io.vigil.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A task that assumes a role. AWS's STS has no local edition: a stand-in hands out the credentials. */
class AssumedRoleIT {

    private static final String STS_ENDPOINT = "aws.endpointUrlSts";
    private static final String ANSWER = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>ASIAASSUMED</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
            <SessionToken>token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
            </Credentials></AssumeRoleResult></AssumeRoleResponse>""";

    @RegisterExtension
    final TestSink sink = new TestSink();

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer sts;

    @BeforeEach
    void start() throws Exception {
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        sts.start();
        System.setProperty(STS_ENDPOINT, "http://127.0.0.1:" + sts.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        System.clearProperty(STS_ENDPOINT);
        sts.stop(0);
    }

    @Test
    void writesWithTheCredentialsOfTheRole() {
        DynamoDbSinkTask task = sink.start(Map.of(
                "aws.sts.role.arn",
                "arn:aws:iam::123456789012:role/writer",
                "aws.sts.role.external.id",
                "of-the-owner"));

        TestSink.putUntilWritten(task, sink.records(3));

        assertThat(sink.items()).hasSize(3);
        assertThat(asked)
                .hasSize(1)
                .allSatisfy(request -> assertThat(request)
                        .contains("Action=AssumeRole")
                        .contains("role%2Fwriter")
                        .contains("RoleSessionName=vigil-dynamo-sink")
                        .contains("ExternalId=of-the-owner"));
        assertThat(sink.proxy().authorization()).contains("Credential=ASIAASSUMED/");
    }
}
