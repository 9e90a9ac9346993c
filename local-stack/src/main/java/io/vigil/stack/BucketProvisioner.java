package io.vigil.stack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/** Makes the bucket with the history to replay, if it is not there yet, and brings the sample in it up to date. */
final class BucketProvisioner {

    /** The key of the sample. */
    static final String SAMPLE = "events/2020/device-events.csv";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private BucketProvisioner() {}

    static void provision(Endpoints endpoints, Path sample) {
        try (S3Client s3 = client(endpoints)) {
            create(s3);
            s3.putObject(
                    put -> put.bucket(Endpoints.HISTORY_BUCKET).key(SAMPLE).contentType("text/csv"),
                    RequestBody.fromFile(sample));
        } catch (SdkException e) {
            throw new StackException(
                    "cannot fill the bucket " + Endpoints.HISTORY_BUCKET + " at " + endpoints.s3Endpoint() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static void create(S3Client s3) {
        try {
            s3.createBucket(create -> create.bucket(Endpoints.HISTORY_BUCKET));
        } catch (BucketAlreadyOwnedByYouException there) {
            // From an earlier run.
        }
    }

    private static S3Client client(Endpoints endpoints) {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoints.s3Endpoint()))
                .forcePathStyle(true)
                .region(Region.of(Endpoints.S3_REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Endpoints.S3_ACCESS_KEY_ID, Endpoints.S3_SECRET_ACCESS_KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(TIMEOUT)
                        .socketTimeout(TIMEOUT))
                .overrideConfiguration(override -> override.apiCallTimeout(TIMEOUT))
                .build();
    }
}
