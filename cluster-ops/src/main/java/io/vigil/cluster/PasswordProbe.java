package io.vigil.cluster;

import io.vigil.cluster.ActualResources.PasswordCheck;
import io.vigil.cluster.Declaration.User;
import java.util.concurrent.ExecutionException;

/** Tells whether a declared password is the user's, which a cluster does not say. */
@FunctionalInterface
interface PasswordProbe {

    /** Leaves it open. */
    PasswordProbe NONE = user -> PasswordCheck.NOT_CHECKED;

    /**
     * @throws ExecutionException if it cannot be told
     * @throws InterruptedException if the thread is asked to stop
     */
    PasswordCheck check(User user) throws ExecutionException, InterruptedException;
}
