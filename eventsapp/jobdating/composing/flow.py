"""Cheapest flow through a network: successive shortest paths with potentials, whole numbers only."""

from heapq import heappop, heappush

UNREACHED = 1 << 80


class Flow:
    """From node 0 to the last node. Arcs lead from lower to higher numbers, which gives the first potentials in one
    sweep; costs may be negative, and no more flows than pays.
    """

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        self.out: list[list[int]] = [[] for _ in range(nodes)]  # arcs by node; arc ^ 1 is its reverse
        self.head: list[int] = []
        self.left: list[int] = []
        self.cost: list[int] = []
        self.potential: list[int] = []

    def arc(self, tail: int, head: int, capacity: int, cost: int) -> int:
        number = len(self.head)
        self.out[tail].append(number)
        self.out[head].append(number + 1)
        self.head += (head, tail)
        self.left += (capacity, 0)
        self.cost += (cost, -cost)
        return number

    def carries(self, arc: int) -> int:
        return self.left[arc ^ 1]

    def run(self) -> int:
        """Send what pays; the profit of it, which is the cost with its sign turned."""
        self._sweep()
        profit = 0
        while self._shorten():
            profit += self._send() * -self.potential[-1]
        return profit

    def _sweep(self) -> None:
        potential = [UNREACHED] * self.nodes
        potential[0] = 0
        for node, arcs in enumerate(self.out):
            for arc in arcs:
                if self.left[arc] and potential[node] + self.cost[arc] < potential[self.head[arc]]:
                    potential[self.head[arc]] = potential[node] + self.cost[arc]
        self.potential = [0 if value >= UNREACHED // 2 else value for value in potential]

    def _shorten(self) -> bool:
        """Dijkstra over reduced costs, then new potentials. False when no path is left that pays."""
        distance, done = self._distances()
        sink = self.nodes - 1
        if not done[sink]:
            return False
        farthest = distance[sink]
        potential = self.potential
        for node in range(self.nodes):
            potential[node] += distance[node] if done[node] else farthest
        return potential[sink] < potential[0]

    def _distances(self) -> tuple[list[int], bytearray]:
        nodes, potential, head, left, cost = self.nodes, self.potential, self.head, self.left, self.cost
        distance = [UNREACHED] * nodes
        distance[0] = 0
        done = bytearray(nodes)
        queue = [0]  # distance and node in one number: compared faster than pairs
        while queue:
            far, node = divmod(heappop(queue), nodes)
            if done[node]:
                continue
            done[node] = 1
            if node == nodes - 1:
                break
            here = far + potential[node]
            for arc in self.out[node]:
                there = head[arc]
                if left[arc] and not done[there]:
                    through = here + cost[arc] - potential[there]
                    if through < distance[there]:
                        distance[there] = through
                        heappush(queue, through * nodes + there)
        return distance, done

    def _send(self) -> int:
        """Push along arcs of reduced cost 0 until they are blocked; how much went."""
        following = [0] * self.nodes  # each arc is given up once
        sent = 0
        while path := self._path(following):
            amount = min(self.left[arc] for arc in path)
            for arc in path:
                self.left[arc] -= amount
                self.left[arc ^ 1] += amount
            sent += amount
        return sent

    def _path(self, following: list[int]) -> list[int]:
        """Depth first from the source to the sink; empty when there is none."""
        path: list[int] = []
        on_path = bytearray(self.nodes)
        on_path[0] = 1
        node = 0
        while node != self.nodes - 1:
            arc = self._next_arc(node, following, on_path)
            if arc is not None:
                path.append(arc)
                node = self.head[arc]
                on_path[node] = 1
            elif path:
                on_path[node] = 0
                node = self.head[path.pop() ^ 1]
                following[node] += 1
            else:
                break
        return path

    def _next_arc(self, node: int, following: list[int], on_path: bytearray) -> int | None:
        arcs, here = self.out[node], self.potential[node]
        for place in range(following[node], len(arcs)):
            arc = arcs[place]
            there = self.head[arc]
            if self.left[arc] and not on_path[there] and self.cost[arc] + here == self.potential[there]:
                following[node] = place
                return arc
        following[node] = len(arcs)
        return None
