package io.vigil.api;

import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The application; {@link ApiMain} starts it. */
@SpringBootApplication
@ConfigurationPropertiesScan
class VigilApi {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
