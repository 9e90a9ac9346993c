package io.vigil.api.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The files of the page, which are open to all: it has to be there to ask for a token. */
final class StaticFiles {

    private static final String FOLDER = "/static/";

    private StaticFiles() {}

    /**
     * Their paths, each by itself: no pattern could let through what is not meant.
     *
     * @throws IOException if the class path cannot be read
     */
    static Set<String> paths() throws IOException {
        Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath*:" + FOLDER + "**/*.*");
        return Stream.concat(Stream.of("/"), Arrays.stream(files).map(StaticFiles::path))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String path(Resource file) {
        try {
            String url = file.getURL().toString();
            return url.substring(url.lastIndexOf(FOLDER) + FOLDER.length() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
