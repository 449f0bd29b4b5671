// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.cluster.Member;
import io.vmnhub.cluster.MemberForm;
import io.vmnhub.cluster.SharedMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachemanagerlistener.annotation.Merged;
import org.infinispan.notifications.cachemanagerlistener.annotation.ViewChanged;
import org.infinispan.notifications.cachemanagerlistener.event.ViewChangedEvent;
import org.infinispan.remoting.transport.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is there, and what each has told of itself. A node that has come and has told nothing yet is listed as one that
 * starts. Thread-safe.
 */
@Listener
public final class Membership {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.cluster");

    private final ClusterSettings settings;
    private final SharedMap map;
    private final Map<String, Member> told = new ConcurrentHashMap<>();
    /** What was heard last of each node, whether it is there or not. */
    private final Map<String, Member> lastHeard = new ConcurrentHashMap<>();

    private final Map<String, Long> clocksAhead = new ConcurrentHashMap<>();
    private final LongSupplier clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong views = new AtomicLong();
    private volatile List<String> present;
    private volatile Member self;
    private volatile List<Member> members = List.of();
    private volatile boolean met;

    Membership(ClusterSettings settings, Member self, EmbeddedCacheManager manager, SharedMap map, LongSupplier clock) {
        this.settings = settings;
        this.self = self;
        this.map = map;
        this.clock = clock;
        present = names(manager.getMembers());
        map.watch((key, value) -> {
            if (value != null) {
                heard(new String(key, UTF_8), MemberForm.read(value));
            }
        });
        manager.addListener(this);
        seen(names(manager.getMembers()));
        map.forEach((key, value) -> known(new String(key, UTF_8), MemberForm.read(value)));
        tell(UnaryOperator.identity());
        LOG.info("Node {} is in farm {} with {}", settings.node(), settings.name(), present);
    }

    private void known(String name, Member member) {
        lastHeard.putIfAbsent(name, member);
        told.putIfAbsent(name, member);
    }

    /**
     * What comes late makes a clock look behind and never before: the furthest that was heard of counts. What was heard
     * already comes again when nodes come and go, and says nothing of a node that has gone since.
     */
    private void heard(String name, Member member) {
        if (member.equals(lastHeard.put(name, member))) {
            return;
        }
        clocksAhead.merge(name, member.clockMillis() - clock.getAsLong(), Math::max);
        told.put(name, member);
        changed();
    }

    Map<String, Duration> clocksAhead() {
        Map<String, Duration> ahead = new TreeMap<>();
        clocksAhead.forEach((name, millis) -> ahead.put(name, Duration.ofMillis(millis)));
        return ahead;
    }

    private List<String> names(List<Address> addresses) {
        return addresses.stream().map(Address::toString).sorted().toList();
    }

    /** Called by the grid. */
    @ViewChanged
    @Merged
    public void view(ViewChangedEvent event) {
        List<String> before = present;
        List<String> now = names(event.getNewMembers());
        views.incrementAndGet();
        seen(now);
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(now);
        List<String> come = new ArrayList<>(now);
        come.removeAll(before);
        if (!gone.isEmpty()) {
            LOG.warn("Nodes {} have left the farm or cannot be reached; there are {}", gone, now);
        }
        if (!come.isEmpty()) {
            LOG.info("Nodes {} have come to the farm; there are {}", come, now);
        }
        if (event.isMergeView()) {
            LOG.warn("The farm was cut in parts and is one again: {}", now);
        }
        gone.forEach(told::remove);
        gone.forEach(clocksAhead::remove);
        tell(UnaryOperator.identity()); // those who come hear it, those who were cut off hear it again
        changed();
    }

    private void seen(List<String> now) {
        present = now;
        members = collected();
        met |= now.size() >= settings.majority();
    }

    private void changed() {
        members = collected();
        listeners.forEach(Runnable::run);
    }

    Member self() {
        return self;
    }

    boolean hasMet() {
        return met;
    }

    long views() {
        return views.get();
    }

    /** The same list until something changes: it is asked for with every query. */
    List<Member> members() {
        return members;
    }

    private List<Member> collected() {
        Map<String, Member> members = new TreeMap<>();
        for (String name : present) {
            members.put(name, name.equals(settings.node()) ? self : told.getOrDefault(name, silent(name)));
        }
        members.put(settings.node(), self);
        return List.copyOf(members.values());
    }

    private static Member silent(String name) {
        return new Member(name, "", "", Member.State.STARTING, Map.of(), Map.of(), 0);
    }

    synchronized void tell(UnaryOperator<Member> change) {
        Member changed = change.apply(self).at(clock.getAsLong());
        boolean news = !changed.at(0).equals(self.at(0));
        self = changed;
        members = collected();
        map.put(changed.name().getBytes(UTF_8), MemberForm.write(changed), Duration.ZERO);
        if (news) {
            changed();
        }
    }

    void whenChanged(Runnable listener) {
        listeners.add(listener);
    }
}
