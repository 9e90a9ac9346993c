package io.vigil.cluster;

import io.vigil.cluster.ActualResources.PasswordCheck;
import io.vigil.cluster.Declaration.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** Waits until what was changed is seen: brokers learn of it from the controllers, each at its own time. */
final class Convergence {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Duration timeout;

    Convergence(Duration timeout) {
        this.timeout = timeout;
    }

    /** @return what is still to be done, a line each; nothing once it is all done */
    List<String> awaitPlanned(ActualResourcesReader reader, Declaration declaration) {
        return await(() -> ResourcePlan.of(declaration, reader.read(declaration)).changes().stream()
                .map(change -> "not seen within " + timeout + ": " + change.line())
                .toList());
    }

    /** @return who cannot log in, a line each; nothing once all can */
    List<String> awaitLogin(ScramLogin login, List<User> users) {
        return await(() -> {
            List<String> lacks = new ArrayList<>();
            for (User user : users) {
                lacks.addAll(lacks(login, user));
            }
            return lacks;
        });
    }

    /** A broker that is down has nothing to say here: it reads all before it takes part again. */
    private List<String> lacks(ScramLogin login, User user) throws ExecutionException, InterruptedException {
        ExecutionException unreachable = null;
        boolean accepted = false;
        for (ScramLogin address : login.each()) {
            try {
                if (address.check(user) == PasswordCheck.DIFFERENT) {
                    return List.of("user " + user.name() + " cannot log in within " + timeout);
                }
                accepted = true;
            } catch (ExecutionException e) {
                unreachable = e;
            }
        }
        if (!accepted && unreachable != null) {
            throw unreachable;
        }
        return List.of();
    }

    private List<String> await(Callable<List<String>> look) {
        return Patience.once(timeout, INTERVAL).await(look);
    }
}
