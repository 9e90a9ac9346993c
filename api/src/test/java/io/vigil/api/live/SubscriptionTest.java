package io.vigil.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final StreamQuery QUERY =
            new StreamQuery(Set.of(StreamType.ALARM), Set.of(), Set.of(), Optional.empty(), Optional.empty());
    private static final Position START = Position.start(1);

    @Test
    void givesWhatWaitsInOrder() throws Exception {
        Subscription subscription = new Subscription(QUERY, START, 1_000);
        Message first = message(0, 10);
        Message second = message(1, 10);

        subscription.offer(first);
        subscription.offer(second);

        assertThat(subscription.take(Duration.ZERO)).containsExactly(first, second);
        assertThat(subscription.take(Duration.ZERO)).isEmpty();
        assertThat(subscription.isOpen()).isTrue();
    }

    @Test
    void isLostWhenTooMuchWaits() throws Exception {
        Subscription subscription = new Subscription(QUERY, START, 25);

        subscription.offer(message(0, 10));
        subscription.offer(message(1, 10));
        assertThat(subscription.isOpen()).isTrue();
        subscription.offer(message(2, 10));
        subscription.offer(message(3, 1));

        assertThat(subscription.isOpen()).isFalse();
        assertThat(subscription.isTooSlow()).isTrue();
        assertThat(subscription.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void hasRoomAgainForWhatWasTaken() throws Exception {
        Subscription subscription = new Subscription(QUERY, START, 25);

        for (int offset = 0; offset < 100; offset++) {
            subscription.offer(message(offset, 20));
            assertThat(subscription.take(Duration.ZERO)).hasSize(1);
        }

        assertThat(subscription.isOpen()).isTrue();
    }

    @Test
    void givesNothingOnceItIsGivenBack() throws Exception {
        Subscription subscription = new Subscription(QUERY, START, 1_000);
        subscription.offer(message(0, 10));

        subscription.close();
        subscription.offer(message(1, 10));

        assertThat(subscription.take(Duration.ZERO)).isEmpty();
        assertThat(subscription.isTooSlow()).isFalse();
    }

    private static Message message(long offset, int size) {
        return new Message(
                StreamType.ALARM, 0, offset, START.with(StreamType.ALARM, 0, offset + 1), new byte[0], new byte[size]);
    }
}
