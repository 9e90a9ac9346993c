package io.vigil.api.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The threads that ask the index's shards side by side. When all are busy, those who ask do it themselves. */
@Component
final class ShardThreads implements DisposableBean {

    /** Two answers at a time, of sixteen shards each. */
    private static final int THREADS = 32;

    private static final int WAITING = 256;

    private final ExecutorService executor;

    ShardThreads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(WAITING),
                task -> new Thread(task, "vigil-alarm-shards-" + number.incrementAndGet()),
                new CallerRunsPolicy());
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
    }

    /**
     * Does all, and returns when all are done.
     *
     * @throws RuntimeException what one of them throws
     */
    <T> List<T> all(Collection<Callable<T>> tasks) {
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> task : executor.invokeAll(tasks)) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HistoryUnavailableException("The API is being stopped.", e);
        }
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
