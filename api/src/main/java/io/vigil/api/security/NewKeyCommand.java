package io.vigil.api.security;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes an API key, and says what to write down of it. */
@Command(
        name = "new-key",
        mixinStandardHelpOptions = true,
        description =
                "Makes an API key. It is shown once; the API itself only knows its SHA-256, by the lines below it.")
public final class NewKeyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "control-room",
            description = "Whose key it is; ${DEFAULT-VALUE} by default.")
    private String name;

    @Option(
            names = "--scopes",
            paramLabel = "SCOPE",
            split = ",",
            converter = ScopeConverter.class,
            defaultValue = "events.read,alarms.read",
            description = "What it may read; ${DEFAULT-VALUE} by default.")
    private Set<Scope> scopes = new LinkedHashSet<>();

    private NewKeyCommand() {}

    @Override
    public Integer call() {
        String key = ApiKeys.generate();
        String setting = SecurityProperties.PREFIX + ".api-keys[0].";
        spec.commandLine().getErr().println("The key, for whoever is to call, shown only now:");
        spec.commandLine().getOut().println(key);
        spec.commandLine().getErr().println("For the properties of the API, with the next free number for [0]:");
        spec.commandLine().getOut().println(setting + "name=" + name);
        spec.commandLine().getOut().println(setting + "sha256=" + ApiKeys.hash(key));
        spec.commandLine()
                .getOut()
                .println(setting + "scopes="
                        + scopes.stream().map(Scope::toString).collect(Collectors.joining(",")));
        return 0;
    }

    private static final class ScopeConverter implements ITypeConverter<Scope> {

        private ScopeConverter() {}

        @Override
        public Scope convert(String value) {
            return Arrays.stream(Scope.values())
                    .filter(scope -> scope.toString().equals(value))
                    .findAny()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + value + "' is no scope; there are " + Arrays.toString(Scope.values())));
        }
    }
}
