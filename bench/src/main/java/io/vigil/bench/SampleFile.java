package io.vigil.bench;

import io.vigil.stack.Endpoints;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.BlockingOutputStreamAsyncRequestBody;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * {@link SampleRows} as a file in S3.
 *
 * @param bytes its length
 */
record SampleFile(String uri, int rows, long bytes) {

    /** For a part of the upload to be taken, and for S3 to put the parts together. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /**
     * Makes the file, in parts as S3 takes them; of it no more than a few of them is in memory.
     *
     * @throws BenchException when S3 does not take it
     */
    static SampleFile upload(Endpoints endpoints, String key, int rows) throws IOException, InterruptedException {
        try (S3AsyncClient s3 = client(endpoints)) {
            BlockingOutputStreamAsyncRequestBody body = BlockingOutputStreamAsyncRequestBody.builder()
                    .subscribeTimeout(TIMEOUT)
                    .build();
            CompletableFuture<?> stored = s3.putObject(
                    put -> put.bucket(Endpoints.HISTORY_BUCKET).key(key).contentType("text/csv"), body);
            try (OutputStream out = body.outputStream()) {
                SampleRows.write(rows, out);
            }
            stored.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            HeadObjectResponse there = s3.headObject(
                            head -> head.bucket(Endpoints.HISTORY_BUCKET).key(key))
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return new SampleFile("s3a://" + Endpoints.HISTORY_BUCKET + '/' + key, rows, there.contentLength());
        } catch (ExecutionException | TimeoutException | SdkException e) {
            throw new BenchException("cannot store " + key + " at " + endpoints.s3Endpoint() + ": " + e, e);
        }
    }

    private static S3AsyncClient client(Endpoints endpoints) {
        return S3AsyncClient.builder()
                .endpointOverride(URI.create(endpoints.s3Endpoint()))
                .forcePathStyle(true)
                .region(Region.of(Endpoints.S3_REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Endpoints.S3_ACCESS_KEY_ID, Endpoints.S3_SECRET_ACCESS_KEY)))
                .multipartEnabled(true)
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(TIMEOUT))
                .build();
    }
}
