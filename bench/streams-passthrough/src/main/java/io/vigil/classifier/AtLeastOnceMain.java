package io.vigil.classifier;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The classifier with another processing guarantee, which no file can give it: what exactly once costs is measured, not
 * offered.
 */
public final class AtLeastOnceMain {

    private AtLeastOnceMain() {}

    /**
     * Runs until it is told to stop.
     *
     * @param args the classifier's properties file
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        ClassifierConfig config = ClassifierConfig.read(Path.of(args[0]), Map.of());
        Map<String, Object> properties = new HashMap<>(config.properties());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        ClassifierConfig atLeastOnce =
                new ClassifierConfig(properties, config.alarmCommitInterval(), config.httpHost(), config.httpPort());
        try (RunningClassifier classifier = RunningClassifier.start(atLeastOnce)) {
            Runtime.getRuntime().addShutdownHook(new Thread(classifier::close, "classifier-shutdown"));
            if (!classifier.awaitEnd()) {
                System.exit(1);
            }
        }
    }
}
