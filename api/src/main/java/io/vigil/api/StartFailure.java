package io.vigil.api;

import java.net.BindException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.ResolvableType;

/**
 * Why the API did not start, for whoever started it.
 *
 * @param exitCode 2 if a setting is wrong, else 1
 * @param message one line: the setting, its value and the rule; or what is in the way
 */
record StartFailure(int exitCode, String message) {

    private static final int FAILED = 1;
    private static final int WRONG_SETTING = 2;

    /** Settings whose values are not for the screen. */
    private static final Pattern SECRET =
            Pattern.compile("password|secret|credential|user.?info|jaas|sha256", Pattern.CASE_INSENSITIVE);

    /** What is known to happen; empty for what is not, of which the whole exception should be seen. */
    static Optional<StartFailure> of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> known(cause).stream())
                .findFirst();
    }

    private static Optional<StartFailure> known(Throwable cause) {
        if (cause instanceof PortInUseException inUse) {
            return Optional.of(new StartFailure(FAILED, "port " + inUse.getPort() + " is in use by something else"));
        }
        if (cause instanceof InvalidConfigurationPropertyValueException wrong) {
            return wrong(setting(wrong.getName(), wrong.getValue()) + ": " + wrong.getReason());
        }
        if (cause instanceof org.springframework.boot.context.properties.bind.BindException wrong) {
            return wrong(rule(wrong));
        }
        if (cause instanceof BindException address) {
            return wrong("server.address is not one to listen on here: " + address.getMessage());
        }
        return cause instanceof ConfigDataException || cause instanceof ConfigException
                ? wrong(cause.getMessage())
                : Optional.empty();
    }

    private static Optional<StartFailure> wrong(String rule) {
        return Optional.of(new StartFailure(WRONG_SETTING, rule.replaceAll("\\s+", " ")));
    }

    private static String rule(org.springframework.boot.context.properties.bind.BindException wrong) {
        if (wrong.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
            return "there is no setting "
                    + unknown.getUnboundProperties().stream()
                            .map(property -> property.getName().toString())
                            .collect(Collectors.joining(", "));
        }
        if (wrong.getCause() instanceof BindValidationException invalid) {
            return wrong.getName() + " is invalid: "
                    + invalid.getValidationErrors().getAllErrors().stream()
                            .map(error -> error.getDefaultMessage())
                            .collect(Collectors.joining(", "));
        }
        ConfigurationProperty property = wrong.getProperty();
        if (property == null) {
            // Of a record's own check, which names the setting.
            return root(wrong).getMessage();
        }
        return setting(property.getName().toString(), property.getValue()) + " must be " + expected(wrong.getTarget());
    }

    private static String expected(Bindable<?> target) {
        return Stream.of(target.getType(), target.getType().getGeneric(0))
                .map(ResolvableType::toClass)
                .filter(Class::isEnum)
                .findFirst()
                .map(type -> "of " + Arrays.toString(type.getEnumConstants()))
                .orElseGet(() -> "of type " + target.getType().toClass().getSimpleName());
    }

    private static String setting(String name, Object value) {
        return SECRET.matcher(name).find() ? name : name + '=' + value;
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
