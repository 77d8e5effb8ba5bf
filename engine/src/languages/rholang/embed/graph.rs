//! Points and the edges between them.

use super::channel::Channel;

/// A place that can hold a value: a variable, a part of a message where it is sent or received, or
/// the same part on its way between the two. The points of binders have the binders' numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Point(pub(super) u32);

impl Point {
    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How many channels a point is known to stand for. What else it may stand for is not followed.
const CHANNELS_MAX: usize = 4;

/// The channels that a point stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChannelSet {
    channels: [Channel; CHANNELS_MAX],
    count: u8,
    /// Whether there are more.
    pub(super) is_open: bool,
}

impl ChannelSet {
    const EMPTY: Self =
        Self { channels: [Channel(u32::MAX); CHANNELS_MAX], count: 0, is_open: false };

    /// Adds a channel; returns what is new.
    fn add(&mut self, channel: Channel) -> Option<News> {
        if self.channels().contains(&channel) {
            return None;
        }
        let Some(place) = self.channels.get_mut(usize::from(self.count)) else {
            return self.add_others();
        };
        *place = channel;
        self.count += 1;
        Some(News::Channel(channel))
    }

    /// Adds channels that are not known; returns what is new.
    fn add_others(&mut self) -> Option<News> {
        (!core::mem::replace(&mut self.is_open, true)).then_some(News::Others)
    }

    /// The channels that are known.
    pub(super) fn channels(&self) -> &[Channel] {
        self.channels.get(..usize::from(self.count)).unwrap_or(&[])
    }
}

/// What a point has come to stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum News {
    /// A channel.
    Channel(Channel),
    /// Channels that have no place any more.
    Others,
}

const NO_EDGE: u32 = u32::MAX;

struct Edge {
    from: Point,
    to: Point,
    /// The next edge from the same point.
    next_from: u32,
    /// The next edge to the same point.
    next_to: u32,
}

struct PointRow {
    first_from: u32,
    first_to: u32,
    channels: ChannelSet,
    /// The number of what the point's value is for, which is the caller's; [`NO_TAG`] for nothing.
    tag: u32,
}

/// A point without a tag.
pub(super) const NO_TAG: u32 = u32::MAX;

/// Where values go.
pub(super) struct Graph {
    points: Vec<PointRow>,
    edges: Vec<Edge>,
    /// Channels that points have got and have not passed on.
    news: Vec<(Point, News)>,
    /// Points that have got a tag and have not passed it on.
    tagged: Vec<Point>,
}

impl Graph {
    /// A graph with one point for each binder.
    pub(super) fn new(binders: usize) -> Self {
        let mut graph =
            Self { points: Vec::new(), edges: Vec::new(), news: Vec::new(), tagged: Vec::new() };
        for _ in 0..binders {
            graph.add_point();
        }
        graph
    }

    pub(super) fn add_point(&mut self) -> Point {
        let point = Point(u32::try_from(self.points.len()).unwrap_or(u32::MAX));
        self.points.push(PointRow {
            first_from: NO_EDGE,
            first_to: NO_EDGE,
            channels: ChannelSet::EMPTY,
            tag: NO_TAG,
        });
        point
    }

    /// Says that values go from one point to another.
    pub(super) fn add_edge(&mut self, from: Point, to: Point) {
        let edge = u32::try_from(self.edges.len()).unwrap_or(NO_EDGE);
        let next_from = core::mem::replace(&mut self.points[from.index()].first_from, edge);
        let next_to = core::mem::replace(&mut self.points[to.index()].first_to, edge);
        self.edges.push(Edge { from, to, next_from, next_to });
        let channels = self.points[from.index()].channels;
        for &channel in channels.channels() {
            self.add_news(to, News::Channel(channel));
        }
        if channels.is_open {
            self.add_news(to, News::Others);
        }
    }

    /// Says that a point stands for a channel.
    pub(super) fn add_channel(&mut self, point: Point, channel: Channel) {
        self.add_news(point, News::Channel(channel));
    }

    fn add_news(&mut self, point: Point, news: News) {
        let set = &mut self.points[point.index()].channels;
        let news = match news {
            News::Channel(channel) => set.add(channel),
            News::Others => set.add_others(),
        };
        self.news.extend(news.map(|news| (point, news)));
    }

    /// Passes on what a point has got; returns both.
    pub(super) fn pass_news(&mut self) -> Option<(Point, News)> {
        let (point, news) = self.news.pop()?;
        let mut next = self.points[point.index()].first_from;
        while let Some(edge) = self.edges.get(next as usize) {
            next = edge.next_from;
            let to = edge.to;
            self.add_news(to, news);
        }
        Some((point, news))
    }

    /// The channels that a point stands for.
    pub(super) fn channels(&self, point: Point) -> &ChannelSet {
        &self.points[point.index()].channels
    }

    /// Gives a point a tag, unless it has one.
    pub(super) fn tag(&mut self, point: Point, tag: u32) {
        let place = &mut self.points[point.index()].tag;
        if *place == NO_TAG {
            *place = tag;
            self.tagged.push(point);
        }
    }

    /// Passes all tags on to the points that values come from, first come, first served.
    pub(super) fn pass_tags(&mut self) {
        let mut done = 0;
        while let Some(&point) = self.tagged.get(done) {
            done += 1;
            let tag = self.points[point.index()].tag;
            let mut next = self.points[point.index()].first_to;
            while let Some(edge) = self.edges.get(next as usize) {
                next = edge.next_to;
                let from = edge.from;
                self.tag(from, tag);
            }
        }
        self.tagged.clear();
    }

    /// The tag of a point.
    pub(super) fn tag_of(&self, point: Point) -> u32 {
        self.points[point.index()].tag
    }
}
